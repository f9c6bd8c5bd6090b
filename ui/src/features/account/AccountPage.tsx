import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useRouteContext } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Preferences } from '@/components/choices/Preferences';
import { SingleKeys } from '@/components/choices/SingleKeys';
import { Page } from '@/components/page/Page';
import { Keys } from './keys/Keys';
import { ChangePassword } from './passwords/ChangePassword';

/** Who is signed in, and what is his to change. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  const { me } = useRouteContext({ from: '/inside' });
  return (
    <Page title={t('account')}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Panel title={me.username}>
          <Fact name={t('role')}>
            <Text fw={600}>{t(`roles.${me.role}`)}</Text>
            <Text size="sm" c="dimmed">
              {t(`roleMeans.${me.role}`)}
            </Text>
          </Fact>
          <Fact name={t('collections')}>
            {me.collections.length ? (
              <Group gap={6}>
                {me.collections.map((name) => (
                  <Badge key={name} variant="light" tt="none">
                    {name}
                  </Badge>
                ))}
              </Group>
            ) : (
              <Text size="sm">{t('noCollection')}</Text>
            )}
          </Fact>
          <Fact name={t('appearance')}>
            <Preferences />
          </Fact>
          <Fact name={t('keyboard')}>
            <SingleKeys />
          </Fact>
        </Panel>
        <Panel title={t('changePassword.title')}>
          <ChangePassword username={me.username} />
        </Panel>
      </SimpleGrid>
      <Panel title={t('keys.title')}>
        <Keys me={me} />
      </Panel>
    </Page>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" aria-label={title} withBorder p="md">
      <Stack>
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {name}
      </Text>
      {children}
    </div>
  );
}
