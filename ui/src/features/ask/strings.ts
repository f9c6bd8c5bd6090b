import { answer } from './strings/answer';
import { asking } from './strings/asking';
import { feedback } from './strings/feedback';
import { texts } from './strings/texts';
import { why } from './strings/why';

export const ask = {
  en: { ...asking.en, answer: answer.en, feedback: feedback.en, texts: texts.en, why: why.en },
  fr: { ...asking.fr, answer: answer.fr, feedback: feedback.fr, texts: texts.fr, why: why.fr },
};
