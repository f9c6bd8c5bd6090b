import { useInfiniteQuery } from '@tanstack/react-query';
import { conversationsQuery } from '@/features/history/queries';
import type { Machine } from '../limits/machines';
import { Latest } from './Latest';
import { Samples } from './Samples';

interface BeginningsProps {
  machines: Machine[] | undefined;
  onPick(question: string, equipment: string): void;
}

/** Where to begin: with what was asked last, or with examples for who never asked. */
export function Beginnings({ machines, onPick }: BeginningsProps) {
  const { data } = useInfiniteQuery(conversationsQuery());
  const conversations = data?.pages[0]?.conversations;
  if (!machines || !conversations) return null;
  if (conversations.length) return <Latest conversations={conversations} />;
  return <Samples machines={machines} onPick={onPick} />;
}
