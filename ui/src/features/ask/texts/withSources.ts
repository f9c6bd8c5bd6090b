/** An answer as it is pasted into a report or a message: its sentences, then where each stands, word for word. */
import i18next from 'i18next';
import { type Block, blocks, type Claim } from '../answer/blocks/blocks';
import type { Exchange } from '../conversation/queries';
import { line, placeOf } from './lines';

export function withSources(exchange: Exchange): string {
  const { response } = exchange;
  const asked = [line('question', exchange.query), exchange.equipment && line('equipment', exchange.equipment)];
  const found = blocks(response);
  const manuals = found.filter(({ type }) => type === 'manual').length;
  const told = manuals > 1 ? found : found.filter(({ type }) => type !== 'manual'); // one is named by the sources
  const said = [...told.flatMap(linesOf), response.reason, ...response.notices];
  const sources = response.citations.map(source);
  const answer = i18next.t('texts.answer', { ns: 'ask' });
  return [asked, said, sources.length ? [line('sources', ''), ...sources] : [], [`${answer} ${exchange.id}`]]
    .map((part) => part.filter(Boolean).join('\n'))
    .filter(Boolean)
    .join('\n\n');
}

function linesOf(block: Block): string[] {
  switch (block.type) {
    case 'manual':
      return [`— ${block.title} —`];
    case 'warning': {
      const word = i18next.t(`answer.signal.${block.level}`, { ns: 'ask' });
      return [word, ...block.claims.map((claim) => `  ${cited(claim.text, claim)}`)];
    }
    case 'steps':
      return block.steps.map(({ marker, text, claim }) => cited([marker, text].filter(Boolean).join(' '), claim));
    case 'claim': {
      const { kind, text } = block.claim;
      const figure = kind === 'label' ? `${i18next.t('answer.figure', { ns: 'ask' })} ` : '';
      return [cited(figure + text, block.claim)];
    }
  }
}

function cited(text: string, { citations }: Claim): string {
  return [text, ...citations.map((number) => `[${number}]`)].join(' ');
}

function source({ number, title, quote, revision, page, label }: Exchange['response']['citations'][number]): string {
  const file = i18next.t('texts.file', { ns: 'ask', revision: revision.slice(0, 12) });
  const words = i18next.t('texts.quote', { ns: 'ask', quote });
  return `[${number}] ${title}, ${placeOf({ page, label })}, ${file}\n    ${words}`;
}
