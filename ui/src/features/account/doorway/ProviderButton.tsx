import { Button, Divider } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { session } from '@/api/session';

/** Signing in at the identity provider of the house; the browser comes back to `next`. */
export function ProviderButton({ provider, next }: { provider: string; next: string }) {
  const { t } = useTranslation('account');
  return (
    <>
      <Divider label={t('or')} />
      <Button
        component="a"
        href={`/api/v1/auth/oidc/start?next=${encodeURIComponent(next)}`}
        onClick={() => session.expect()}
        variant="default"
        leftSection={<IconBuilding size={18} aria-hidden />}
      >
        {t('signInAt', { provider })}
      </Button>
    </>
  );
}
