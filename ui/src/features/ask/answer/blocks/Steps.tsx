import { Anchor, Checkbox, Group, Text } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Marks } from '../../citations/Marks';
import type { Citation, Step } from './blocks';
import classes from './Steps.module.css';

interface StepsProps {
  steps: Step[];
  citations: Citation[];
  /** Whose ticks; null while the answer is still being written. */
  exchangeId: string | null;
}

/** A procedure: its steps under their printed numbers, to be ticked at the bench. */
export function Steps({ steps, citations, exchangeId }: StepsProps) {
  const { t } = useTranslation('ask');
  const [ticked, tick] = useTicks(exchangeId);
  const done = steps.filter(({ index }) => ticked.includes(index)).length;
  const toggled = (index: number) => (ticked.includes(index) ? ticked.filter((i) => i !== index) : [...ticked, index]);
  return (
    <div>
      <ol className={classes.steps} aria-label={t('answer.steps')}>
        {steps.map(({ index, marker, text, claim }) => (
          <li key={index} className={classes.step} data-done={ticked.includes(index) || undefined}>
            <Checkbox
              checked={ticked.includes(index)}
              disabled={exchangeId === null}
              onChange={() => tick(toggled(index))}
              label={
                <>
                  {marker && <strong>{marker}</strong>} {text}
                </>
              }
              classNames={{ label: classes.label, body: classes.body }}
            />
            <span className={classes.marks}>
              <Marks numbers={claim.citations} citations={citations} />
            </span>
          </li>
        ))}
      </ol>
      <Group gap="sm" mt={4} className="no-print">
        <Text size="sm" c="dimmed" role="status">
          {t('answer.done', { count: done, of: steps.length })}
        </Text>
        {done > 0 && (
          <Anchor
            component="button"
            size="sm"
            onClick={() => tick(ticked.filter((i) => !steps.some(({ index }) => index === i)))}
          >
            {t('answer.untick')}
          </Anchor>
        )}
      </Group>
    </div>
  );
}

/** Indexes of the steps that were ticked; they last as long as the tab does. */
function useTicks(exchangeId: string | null) {
  return useSessionStorage<number[]>({
    key: `paillasse-steps-${exchangeId ?? 'unfinished'}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
}
