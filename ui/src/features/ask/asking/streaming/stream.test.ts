import { expect, test } from 'vitest';
import { citation, claim } from '../../answer/samples.testing';
import { happened, IDLE, type Stream } from './stream';

const question = { question: 'Start?', equipment: '' };
const asked = happened(IDLE, { type: 'asked', question });
const one = { claim: claim('One.', { citations: [1] }), citations: [citation(1)], warnings: [claim('Hot.')] };
const two = { claim: claim('Two.', { citations: [1, 2] }), citations: [citation(1), citation(2)], warnings: [] };

const after = (stream: Stream, ...events: (typeof one)[]) =>
  events.reduce((state, event) => happened(state, { type: 'claim', event }), stream);

test('sentences are added below those that are there, which stay the same', () => {
  const first = after(asked, one);
  const second = after(first, two);
  expect(second.shown.claims.map(({ text }) => text)).toEqual(['One.', 'Two.']);
  expect(second.shown.claims[0]).toBe(first.shown.claims[0]);
  expect(second.shown.citations.map(({ number }) => number)).toEqual([1, 2]);
});

test('a warning is kept with the sentence that it came with', () => {
  expect(after(asked, two, one).shown.warnings).toEqual([{ ...claim('Hot.'), before: 1 }]);
});

test('what came stays when the stream breaks or is stopped, and so does the question', () => {
  const error = new Error('away');
  const broken = happened(after(asked, one), { type: 'broke', error });
  expect(broken).toMatchObject({ phase: 'broken', error, question });
  expect(broken.shown.claims).toHaveLength(1);
  expect(happened(after(asked, one), { type: 'stopped' })).toMatchObject({ phase: 'stopped', question });
});

test('asking again begins anew', () => {
  const broken = happened(after(asked, one), { type: 'broke', error: new Error('away') });
  expect(happened(broken, { type: 'asked', question })).toEqual(asked);
});
