import { Button } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';

/** Nothing can be asked yet: who may add manuals is led there, the others learn whom to ask. */
export function NoManuals({ expert, collections }: { expert: boolean; collections: string[] }) {
  const { t } = useTranslation('ask');
  if (!collections.length) {
    return (
      <EmptyState icon={<IconBooks size={28} />} title={t('noCollections.title')} text={t('noCollections.text')} />
    );
  }
  return (
    <EmptyState
      icon={<IconBooks size={28} />}
      title={t('noManuals.title')}
      text={t(expert ? 'noManuals.expert' : 'noManuals.technician')}
    >
      {expert && (
        <Button component={Link} to="/documents">
          {t('noManuals.upload')}
        </Button>
      )}
    </EmptyState>
  );
}
