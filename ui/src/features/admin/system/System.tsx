import { Button, Group, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Parts } from './Parts';
import { readinessQuery } from './query';

/** How the service is. */
export function System() {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const looking = useIsFetching({ queryKey: readinessQuery.queryKey }) > 0;
  return (
    <Stack>
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={looking}
          onClick={() => void queries.invalidateQueries({ queryKey: readinessQuery.queryKey })}
        >
          {t('system.refresh')}
        </Button>
      </Group>
      <Parts />
    </Stack>
  );
}
