import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { pageQuery } from '../queries';
import type { Marks } from './drawing';
import { boxesOf } from './words';

/** Every place where a text stands on a page; nothing while that is not known, or where it does not stand there. */
export function useFoundMarks(documentId: string, page: number, text: string | undefined): Marks | undefined {
  const { t } = useTranslation('reader');
  const { data } = useQuery({ ...pageQuery(documentId, page), enabled: Boolean(text) });
  return useMemo(() => {
    const boxes = data && text ? boxesOf(data.words, text) : [];
    if (!data || !text || !boxes.length) return undefined;
    const label = t('foundOn', { page: data.label || data.number, text });
    return { key: `${documentId}/${page}/${text}`, rectangles: [{ page, boxes }], label: () => label };
  }, [data, documentId, page, text, t]);
}
