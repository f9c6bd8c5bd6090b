import type { TFunction } from 'i18next';
import type { Job } from './progress';

type T = TFunction<'documents'>;
const COUNTED = ['parse', 'ocr', 'pictures', 'embed'] as const;
type Counted = (typeof COUNTED)[number];

/** What is being done, and how far it is. */
export function stageWords(t: T, { state, stage, done, total }: Job): string {
  if (state !== 'running') return t(`uploads.state.${state}`);
  if (!stage) return t('uploads.stage.begin');
  if (!isCounted(stage)) return t('uploads.stage.other');
  if (stage === 'embed' && done === total && total > 0) return t('uploads.stage.store');
  const what = t(`uploads.stage.${stage}`);
  return total > 0 ? `${what} · ${t(`uploads.unit.${stage}`, { done, count: total })}` : what;
}

/** Why a job failed or waits, and what to do: by its code where it has words, else as the service says it. */
export function troubleWords(t: T, { state, trouble }: Job): string {
  if (!trouble) return '';
  if (state === 'done' && !trouble.code) return t('uploads.jobs.unread');
  const key = `uploads.trouble.${trouble.code}` as 'uploads.trouble.defect';
  const said = t(key, { defaultValue: '' });
  return said || [trouble.message, trouble.hint].filter(Boolean).join(' ');
}

function isCounted(stage: string): stage is Counted {
  return COUNTED.some((each) => each === stage);
}
