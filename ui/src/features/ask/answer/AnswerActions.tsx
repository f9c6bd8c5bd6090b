import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exchange } from '../conversation/queries';
import { withSources } from '../texts/withSources';

interface AnswerActionsProps {
  exchange: Exchange;
  /** What is printed: this, and nothing else of the page. */
  printed: RefObject<HTMLElement | null>;
  children?: ReactNode;
}

export function AnswerActions({ exchange, printed, children }: AnswerActionsProps) {
  const { t } = useTranslation(['ask', 'common']);
  const { copy, copied } = useClipboard();
  return (
    <Group gap="xs" role="group" aria-label={t('answer.actions')} className="no-print">
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
        onClick={() => copy(withSources(exchange))}
      >
        {copied ? t('common:copied') : t('answer.copy')}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPrinter size={18} aria-hidden />}
        onClick={() => print(printed.current)}
      >
        {t('answer.print')}
      </Button>
      {children}
    </Group>
  );
}

/** Prints one answer out of a conversation, on white: the style sheet hides the others while this one is marked. */
function print(answer: HTMLElement | null): void {
  const page = document.documentElement;
  const scheme = page.getAttribute('data-mantine-color-scheme') ?? 'light';
  answer?.setAttribute('data-printed', '');
  page.setAttribute('data-printing', '');
  page.setAttribute('data-mantine-color-scheme', 'light');
  window.print();
  page.setAttribute('data-mantine-color-scheme', scheme);
  page.removeAttribute('data-printing');
  answer?.removeAttribute('data-printed');
}
