import { useEffect, useState } from 'react';

/** An address for a picture at hand, given back when it is not shown any more; empty while there is none. */
export function usePictureAddress(picture: Blob | undefined): string {
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (!picture) return;
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
      setAddress('');
    };
  }, [picture]);
  return address;
}
