import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { usePictureAddress } from '@/components/files/usePictureAddress';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import type { Marks } from '../marks/drawing';
import { pageQuery } from '../queries';
import classes from './pictures.module.css';

/** Pixels: sharp up to twice the usual width. */
const WIDTH = 1600;
/** Rectangles that the server takes. */
const MOST = 200;

/** A page as the server draws it, marks included; its words stand beside it for who cannot see it. */
export function PageImage(props: { documentId: string; page: number; marks?: Marks; zoom: number }) {
  const { t } = useTranslation('reader');
  const { documentId, page, marks } = props;
  const boxes = marks?.rectangles.filter((each) => each.page === page).flatMap((each) => each.boxes) ?? [];
  const highlight = boxes.slice(0, MOST).map(({ x0, y0, x1, y1 }) => [x0, y0, x1, y1].join(','));
  const path = { document_id: documentId, number: page };
  const words = useQuery(pageQuery(documentId, page));
  const picture = useQuery({
    queryKey: ['picture', documentId, page, WIDTH, highlight],
    queryFn: async ({ signal }) =>
      (await given(
        api.GET('/api/v1/documents/{document_id}/pages/{number}/image', {
          params: { path, query: { width: WIDTH, highlight } },
          parseAs: 'blob',
          signal,
        }),
      )) as unknown as Blob,
    staleTime: 5 * 60_000,
  });
  const address = usePictureAddress(picture.data);
  if (picture.error) return <ErrorPanel error={picture.error} onRetry={() => void picture.refetch()} />;
  return (
    <figure className={classes.page} style={{ width: `${props.zoom}%` }}>
      {address ? (
        <img src={address} alt={marks && boxes.length ? marks.label(page) : t('pageNumber', { page })} />
      ) : (
        <Skeleton className={classes.awaited} />
      )}
      <VisuallyHidden component="figcaption">{words.data?.text}</VisuallyHidden>
    </figure>
  );
}
