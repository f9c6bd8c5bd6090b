import { Button, Skeleton } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { Page } from '@/components/page/Page';
import { Filters } from './list/Filters';
import { ManualList } from './list/ManualList';
import { manualsQuery } from './queries';
import { AddButton } from './uploads/AddButton';
import { DropArea } from './uploads/DropArea';
import { UploadList } from './uploads/UploadList';
import { useIntake } from './uploads/useIntake';

/** The manuals of the collections that one reads. */
export default function DocumentsPage() {
  const { t } = useTranslation(['documents', 'ask']);
  const { me } = useRouteContext({ from: '/inside' });
  const intake = useIntake();
  // Whether there is any at all, whatever the address asks for.
  const { data: any, isPending } = useQuery(
    manualsQuery({ standing: 'all' }, { sort: 'title', descending: false, offset: 0, limit: 1 }),
  );
  const add = intake && <AddButton onFiles={intake.take} />;
  return (
    <Page
      title={t('list.title')}
      wide
      actions={
        intake && (
          <>
            <Button variant="default" component={Link} to="/documents/uploads">
              {t('uploads.all')}
            </Button>
            {add}
          </>
        )
      }
    >
      {intake && <DropArea intake={intake} />}
      <UploadList />
      {isPending && <Skeleton height={360} />}
      {!isPending && any?.total !== 0 && (
        <>
          <Filters />
          <ManualList />
        </>
      )}
      {any?.total === 0 && !me.collections.length && (
        <EmptyState icon={<IconBooks />} title={t('ask:noCollections.title')} text={t('ask:noCollections.text')} />
      )}
      {any?.total === 0 && me.collections.length > 0 && (
        <EmptyState
          icon={<IconBooks />}
          title={intake ? t('list.empty.title') : t('list.empty.technician')}
          text={intake ? t('list.empty.text') : t('list.empty.technicianText')}
        >
          {add}
        </EmptyState>
      )}
    </Page>
  );
}
