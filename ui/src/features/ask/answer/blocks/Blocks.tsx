import { Stack, Title } from '@mantine/core';
import { useMemo } from 'react';
import classes from './Blocks.module.css';
import { type Block, blocks, type Citation, type Shown } from './blocks';
import { ClaimView } from './ClaimView';
import { Steps } from './Steps';
import { WarningBox } from './WarningBox';

/** What an answer says, in the order in which it is to be read. */
export function Blocks({ shown, exchangeId }: { shown: Shown; exchangeId: string | null }) {
  const found = useMemo(() => blocks(shown), [shown]);
  return (
    <Stack gap="sm">
      {found.map((block) => (
        <BlockView key={block.key} block={block} citations={shown.citations} exchangeId={exchangeId} />
      ))}
    </Stack>
  );
}

function BlockView(props: { block: Block; citations: Citation[]; exchangeId: string | null }) {
  const { block, citations, exchangeId } = props;
  switch (block.type) {
    case 'manual':
      return (
        <Title order={3} size="sm" c="dimmed" className={classes.manual}>
          {block.title}
        </Title>
      );
    case 'warning':
      return <WarningBox warned={block} citations={citations} />;
    case 'steps':
      return <Steps steps={block.steps} citations={citations} exchangeId={exchangeId} />;
    case 'claim':
      return <ClaimView claim={block.claim} citations={citations} />;
  }
}
