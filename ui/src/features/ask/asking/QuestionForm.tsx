import { Button, Stack, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSingleKeys } from '@/components/choices/keys';
import classes from './QuestionForm.module.css';

const LONGEST = 4000;

interface QuestionFormProps {
  label: string;
  placeholder: string;
  text: string;
  onText(text: string): void;
  asking: boolean;
  onAsk(question: string): void;
  /** What else the question depends on. */
  children?: ReactNode;
}

/** Enter asks, Shift+Enter starts a new line, `/` comes here from anywhere. */
export function QuestionForm({ label, placeholder, text, onText, asking, onAsk, children }: QuestionFormProps) {
  const { t } = useTranslation('ask');
  const box = useRef<HTMLTextAreaElement>(null);
  useSingleKeys([['/', () => box.current?.focus()]]);
  const question = text.trim();
  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (question && !asking) onAsk(question);
  };
  const pressed = (event: KeyboardEvent) => {
    // Enter also ends the composition of a character: that is no question yet.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  };
  return (
    <form onSubmit={send} className={classes.form}>
      <Stack gap="sm">
        {children}
        <div className={classes.row}>
          <Textarea
            ref={box}
            label={label}
            placeholder={placeholder}
            value={text}
            onChange={(event) => onText(event.currentTarget.value)}
            onKeyDown={pressed}
            maxLength={LONGEST}
            autosize
            minRows={1}
            maxRows={8}
            size="md"
            className={classes.box}
            enterKeyHint="send"
          />
          <Button
            type="submit"
            size="md"
            disabled={!question || asking}
            leftSection={<IconSend size={18} aria-hidden />}
          >
            {t('submit')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
