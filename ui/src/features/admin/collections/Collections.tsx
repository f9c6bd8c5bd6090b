import { Accordion, Button, Group, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { collectionsQuery } from '../queries';
import { Members } from './Members';
import { NewCollectionDialog } from './NewCollectionDialog';

/** What documents belong to, and who reads each. */
export function Collections() {
  const { t } = useTranslation('admin');
  const collections = useQuery(collectionsQuery);
  const [open, setOpen] = useState<string | null>(null);
  const [making, dialog] = useDisclosure(false);
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed" maw={560}>
          {t('collections.text')}
        </Text>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
          {t('collections.make')}
        </Button>
      </Group>
      {collections.isPending && <Skeleton h={160} />}
      {collections.isError && <ErrorPanel error={collections.error} onRetry={() => void collections.refetch()} />}
      <Accordion variant="separated" value={open} onChange={setOpen} order={2}>
        {collections.data?.map(({ name, title }) => (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              <Text fw={600}>{title || name}</Text>
              {title && (
                <Text size="xs" c="dimmed">
                  {name}
                </Text>
              )}
            </Accordion.Control>
            <Accordion.Panel>{open === name && <Members collection={name} />}</Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <NewCollectionDialog opened={making} onClose={dialog.close} />
    </>
  );
}
