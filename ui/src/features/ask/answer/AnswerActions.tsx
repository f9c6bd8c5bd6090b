import { Button, Group } from '@mantine/core';
import { IconLink, IconPrinter } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/copying/CopyButton';
import type { Exchange } from '../conversation/queries';
import { withSources } from '../texts/withSources';

interface AnswerActionsProps {
  exchange: Exchange;
  /** What is printed: this, and nothing else of the page. */
  printed: RefObject<HTMLElement | null>;
  children?: ReactNode;
}

export function AnswerActions({ exchange, printed, children }: AnswerActionsProps) {
  const { t } = useTranslation('ask');
  const router = useRouter();
  const link = () => {
    const { href } = router.buildLocation({ to: '/answers/$exchangeId', params: { exchangeId: exchange.id } });
    return location.origin + href;
  };
  return (
    <Group gap="xs" role="group" aria-label={t('answer.actions')} className="no-print">
      <CopyButton variant="subtle" size="compact-sm" label={t('answer.copy')} text={() => withSources(exchange)} />
      <CopyButton variant="subtle" size="compact-sm" label={t('answer.link')} text={link} icon={IconLink} />
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

/** Prints one answer out of a conversation: the style sheet hides the others while this one is marked. */
function print(answer: HTMLElement | null): void {
  const page = document.documentElement;
  answer?.setAttribute('data-printed', '');
  page.setAttribute('data-printing', '');
  window.print();
  page.removeAttribute('data-printing');
  answer?.removeAttribute('data-printed');
}
