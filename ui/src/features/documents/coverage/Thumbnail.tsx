import { Skeleton, Text } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import {
  IconAbc,
  IconCheck,
  IconFile,
  IconFileBroken,
  IconPhotoOff,
  IconScan,
  IconTextScan2,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePictureAddress } from '@/components/files/usePictureAddress';
import { pictureQuery } from '../queries';
import { type PageCoverage, type PageState, stateOf } from './state';
import classes from './Thumbnail.module.css';

const ICONS: Record<PageState, typeof IconCheck> = {
  read: IconCheck,
  ocr: IconTextScan2,
  empty: IconFile,
  no_text: IconPhotoOff,
  garbled_text: IconAbc,
  parse_failed: IconFileBroken,
  ocr_missing: IconScan,
};
/** Pixels. */
const WIDTH = 160;

/** A page as a small picture that is drawn once it comes into sight, with how it was read; leads to the reader. */
export function Thumbnail({ documentId, page }: { documentId: string; page: PageCoverage }) {
  const { t } = useTranslation('documents');
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  const { data, error } = useQuery({
    ...pictureQuery(documentId, page.page, WIDTH),
    enabled: entry?.isIntersecting === true,
  });
  const picture = usePictureAddress(data);
  const state = stateOf(page);
  const Icon = ICONS[state];
  const word = t(`coverage.state.${state}`);
  const number = page.label && page.label !== String(page.page) ? t('coverage.label', page) : String(page.page);
  return (
    <Link
      ref={ref}
      to="/documents/$documentId/read"
      params={{ documentId }}
      search={{ page: page.page }}
      preload={false}
      className={classes.page}
      data-trouble={page.trouble ?? undefined}
    >
      <span className={classes.sheet}>
        {picture ? <img src={picture} alt="" /> : !error && <Skeleton h="100%" radius={0} />}
        {error && (
          <Text size="xs" c="gray.7">
            {t('coverage.noPicture')}
          </Text>
        )}
      </span>
      <Text size="sm">{t('coverage.page', { page: number })}</Text>
      <span className={classes.state}>
        <Icon size={14} aria-hidden /> {word}
      </span>
    </Link>
  );
}
