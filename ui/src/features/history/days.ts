import type { Schemas } from '@/api/client';

export type Conversation = Schemas['ConversationOut'];

/** Conversations by the day of their latest question, as the clock on this wall counts days; in the order given. */
export function byDay(conversations: Conversation[]): [Date, Conversation[]][] {
  const days = new Map<number, Conversation[]>();
  for (const conversation of conversations) {
    const day = startOfDay(new Date(conversation.last_at)).getTime();
    days.set(day, [...(days.get(day) ?? []), conversation]);
  }
  return [...days].map(([day, those]) => [new Date(day), those]);
}

/** Whole days from a day to another, clocks put forward or back notwithstanding. */
export function daysBetween(day: Date, other: Date): number {
  return Math.round((startOfDay(other).getTime() - startOfDay(day).getTime()) / 86_400_000);
}

function startOfDay(moment: Date): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}
