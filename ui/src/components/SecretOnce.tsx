import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** A secret that is shown this once, to be copied or written down. */
export function SecretOnce(props: { text: string; label: string; secret: string; kept: string; onKept: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="yellow" icon={<IconAlertTriangle />}>
        {props.text}
      </Alert>
      <TextInput
        label={props.label}
        value={props.secret}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group justify="space-between">
        <CopyButton value={props.secret}>
          {({ copied, copy }) => (
            <Button
              data-autofocus
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={props.onKept}>{props.kept}</Button>
      </Group>
    </Stack>
  );
}
