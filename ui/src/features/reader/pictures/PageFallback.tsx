import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Marks } from '../marks/drawing';
import { PageImage } from './PageImage';
import classes from './pictures.module.css';

/** A page that the viewer cannot draw, as the server draws it. */
export function PageFallback(props: { documentId: string; page: number; marks?: Marks }) {
  const { t } = useTranslation('reader');
  return (
    <div className={classes.over}>
      <Alert color="yellow" mb="xs">
        {t('pageAsPicture')}
      </Alert>
      <PageImage {...props} zoom={100} />
    </div>
  );
}
