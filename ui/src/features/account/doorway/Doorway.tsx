import { Box, Container, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Preferences } from '@/components/choices/Preferences';

/** What stands around a page that comes before the sign-in. */
export function Doorway({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation('account');
  useDocumentTitle(`${title} · Paillasse`);
  return (
    <Box component="main" mih="100dvh" bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-8))">
      <Container size={460} py={{ base: 'md', sm: 56 }}>
        <Stack gap="lg">
          <Group gap="sm" justify="center" wrap="nowrap">
            <img src="/icon.svg" alt="" width={44} height={44} />
            <div>
              <Text fw={700} size="xl" lh={1.2}>
                Paillasse
              </Text>
              <Text size="sm" c="dimmed">
                {t('promise')}
              </Text>
            </div>
          </Group>
          <Paper withBorder shadow="sm" p={{ base: 'md', sm: 'xl' }}>
            <Stack>
              <Title order={1} size="h3">
                {title}
              </Title>
              {children}
            </Stack>
          </Paper>
          <Preferences />
        </Stack>
      </Container>
    </Box>
  );
}
