import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks for the collection of files that are about to be sent. */
export function CollectionChoice(props: {
  count: number;
  collections: readonly string[];
  onChoose: (collection: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['documents', 'common']);
  const [chosen, setChosen] = useState(props.collections[0] ?? '');
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('uploads.collection.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {props.collections.length ? (
        <Stack>
          <Select
            label={t('uploads.collection.label')}
            description={t('uploads.collection.text')}
            data={props.collections}
            value={chosen}
            onChange={(value) => value && setChosen(value)}
            allowDeselect={false}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('common:cancel')}
            </Button>
            <Button onClick={() => props.onChoose(chosen)}>
              {t('uploads.collection.confirm', { count: props.count })}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Text>{t('uploads.collection.none')}</Text>
      )}
    </Modal>
  );
}
