import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { EquipmentPicker } from '../asking/limits/EquipmentPicker';
import { Limits } from '../asking/limits/Limits';
import { ChosenManuals } from '../asking/limits/ManualLimit';
import { QuestionForm } from '../asking/QuestionForm';
import { limited, limitOf, rememberEquipment, rememberLimit, useDraft } from '../asking/remembered';
import type { Question } from '../asking/streaming/stream';
import classes from './FollowUp.module.css';
import type { AnyExchange } from './queries';

interface FollowUpProps {
  me: Schemas['Me'];
  conversationId: string;
  /** The machine that it was about is asked about again. */
  last: AnyExchange | undefined;
  asking: boolean;
  onAsk(question: Question): void;
}

/** The next question of a conversation; it stays at the lower edge while answers scroll above it. */
export function FollowUp({ me, conversationId, last, asking, onAsk }: FollowUpProps) {
  const { t } = useTranslation('ask');
  const [text, setText] = useDraft(`${me.user_id}-${conversationId}`);
  const [limit, setLimit] = useState(() => limitOf(conversationId));
  const [picked, setPicked] = useState<string | null>(null);
  const equipment = picked ?? (last?.kind === 'exchange' ? last.equipment : '');
  const ask = (question: string) => {
    if (equipment) rememberEquipment(me.user_id, equipment);
    const next = { question, equipment, ...limited(limit) };
    rememberLimit(conversationId, next);
    onAsk(next);
    setText('');
  };
  return (
    <div className={classes.bar}>
      <QuestionForm
        label={t('followUp')}
        placeholder={t('followUpPlaceholder')}
        text={text}
        onText={setText}
        asking={asking}
        onAsk={ask}
      >
        {limit.documents.length > 0 && (
          <div>
            <Text size="sm" mb={4}>
              {t('onlyManuals')}
            </Text>
            <ChosenManuals value={limit.documents} onChange={(documents) => setLimit({ ...limit, documents })} />
          </div>
        )}
        <Group className={classes.limits} align="start" gap="sm" grow>
          <EquipmentPicker user={me.user_id} value={equipment} onChange={setPicked} />
          {limit.collections.length > 0 && (
            <Limits
              collections={me.collections}
              value={limit.collections}
              onChange={(collections) => setLimit({ ...limit, collections })}
            />
          )}
        </Group>
      </QuestionForm>
    </div>
  );
}
