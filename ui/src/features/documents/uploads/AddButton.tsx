import { Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SUFFIXES } from './accepted';

/** Chooses files to be sent: for those who cannot drop any. */
export function AddButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('documents');
  return (
    <FileButton multiple accept={SUFFIXES.join(',')} onChange={onFiles}>
      {(props) => (
        <Button {...props} leftSection={<IconUpload size={18} aria-hidden />}>
          {t('uploads.add')}
        </Button>
      )}
    </FileButton>
  );
}
