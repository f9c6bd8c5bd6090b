import { Button, Stack, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { JobList } from './jobs/JobList';
import { AddButton } from './uploads/AddButton';
import { DropArea } from './uploads/DropArea';
import { UploadList } from './uploads/UploadList';
import { useIntake } from './uploads/useIntake';
import { useUploads } from './uploads/useUploads';

/** Every file on its way: being sent, being read, and what became of those before. */
export default function UploadsPage() {
  const { t } = useTranslation(['documents', 'common']);
  const intake = useIntake();
  const { jobs } = useUploads();
  const queries = useQueryClient();
  useEffect(() => {
    if (jobs.length) void queries.invalidateQueries({ queryKey: ['jobs'] }); // one more arrived
  }, [jobs, queries]);
  return (
    <Page
      title={t('uploads.title')}
      actions={
        <>
          <Button variant="default" component={Link} to="/documents">
            {t('list.title')}
          </Button>
          {intake && <AddButton onFiles={intake.take} />}
        </>
      }
    >
      {intake && <DropArea intake={intake} />}
      <UploadList />
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t('uploads.jobs.title')}
        </Title>
        <JobList mayAct={intake !== null} />
      </Stack>
    </Page>
  );
}
