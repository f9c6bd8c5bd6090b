import { useRouteContext } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { atLeast } from '@/components/roles';
import { useAccepted } from './accepted';
import { CollectionChoice } from './CollectionChoice';
import { type Accepted, type Checked, checked } from './checks';
import { sender } from './sender';

export interface Intake {
  accepted: Accepted;
  take: (files: readonly File[]) => void;
  unfit: Checked['unfit'];
  dismiss: () => void;
  /** The question for their collection, while it is open. */
  question: ReactNode;
}

/**
 * Takes files that were dropped or chosen: checks them, asks where they belong if that is not clear, and sends them.
 *
 * Null for who may not add any.
 */
export function useIntake(): Intake | null {
  const { me } = useRouteContext({ from: '/inside' });
  const mayAdd = atLeast(me.role, 'expert');
  const accepted = useAccepted(mayAdd);
  const { collections } = me;
  const [asked, setAsked] = useState<File[]>([]);
  const [unfit, setUnfit] = useState<Checked['unfit']>([]);
  const take = (files: readonly File[]) => {
    const found = checked(files, accepted, sender.snapshot().uploads);
    setUnfit(found.unfit);
    const [only, another] = collections;
    if (only && !another) sender.add(found.fit, only);
    else setAsked(found.fit);
  };
  const question = asked.length ? (
    <CollectionChoice
      count={asked.length}
      collections={collections}
      onClose={() => setAsked([])}
      onChoose={(collection) => {
        sender.add(asked, collection);
        setAsked([]);
      }}
    />
  ) : null;
  if (!mayAdd) return null;
  return { accepted, take, unfit, dismiss: () => setUnfit([]), question };
}
