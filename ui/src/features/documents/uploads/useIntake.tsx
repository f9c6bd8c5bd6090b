import type { ReactNode } from 'react';
import { useState } from 'react';
import { ACCEPTED } from './accepted';
import { CollectionChoice } from './CollectionChoice';
import { type Checked, checked } from './checks';
import { sender } from './sender';

export interface Intake {
  take: (files: readonly File[]) => void;
  unfit: Checked['unfit'];
  dismiss: () => void;
  /** The question for their collection, while it is open. */
  question: ReactNode;
}

/** Takes files that were dropped or chosen: checks them, asks where they belong if that is not clear, and sends them. */
export function useIntake(collections: readonly string[]): Intake {
  const [asked, setAsked] = useState<File[]>([]);
  const [unfit, setUnfit] = useState<Checked['unfit']>([]);
  const take = (files: readonly File[]) => {
    const found = checked(files, ACCEPTED, sender.snapshot().uploads);
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
  return { take, unfit, dismiss: () => setUnfit([]), question };
}
