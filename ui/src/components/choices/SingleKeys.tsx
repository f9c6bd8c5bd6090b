import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { switchSingleKeys, useSingleKeysOn } from './keys';

/** Whether shortcuts of one key do anything. */
export function SingleKeys() {
  const { t } = useTranslation();
  return (
    <Switch
      label={t('shortcuts.single')}
      description={t('shortcuts.singleHelp')}
      checked={useSingleKeysOn()}
      onChange={(event) => switchSingleKeys(event.currentTarget.checked)}
    />
  );
}
