/** A refusal as it is sent to somebody who may know more: plain text, in the language of the user. */
import i18next from 'i18next';
import { moment } from '@/i18n/formats';
import type { Exchange } from '../conversation/queries';
import { line, placeOf } from './lines';

const LONGEST = 300;

export function ticket(exchange: Exchange): string {
  const words = { ns: 'ask' } as const;
  const { outcome, reason, nearest, candidates } = exchange.response;
  return [
    line('question', exchange.query),
    line('equipment', exchange.equipment || i18next.t('texts.noEquipment', words)),
    line('outcome', i18next.t(`texts.outcomes.${outcome}`, words)),
    reason && line('reason', reason),
    line('found', nearest.length ? '' : i18next.t('texts.nothing', words)),
    ...nearest.map(passageOf),
    candidates.length > 0 && line('candidates', candidates.map(({ title }) => title).join(', ')),
    line('asked', moment(exchange.created_at)),
    `${i18next.t('texts.answer', words)} ${exchange.id}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function passageOf(passage: Exchange['response']['nearest'][number]): string {
  const where = [`${passage.title}, ${placeOf(passage)}`, passage.heading].filter(Boolean).join(' · ');
  const text = passage.text.replace(/\s+/g, ' ');
  return `- ${where}\n  ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
}
