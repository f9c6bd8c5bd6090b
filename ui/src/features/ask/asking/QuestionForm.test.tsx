import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { QuestionForm } from './QuestionForm';

function Form({ onAsk, asking = false }: { onAsk(question: string): void; asking?: boolean }) {
  const [text, setText] = useState('');
  return <QuestionForm label="Question" placeholder="" text={text} onText={setText} asking={asking} onAsk={onAsk} />;
}

test('Enter asks, Shift+Enter starts a new line', async () => {
  const onAsk = vi.fn();
  await rendered(<Form onAsk={onAsk} />);
  await userEvent.type(screen.getByLabelText('Question'), ' Why?{Shift>}{Enter}{/Shift}Really? {Enter}');
  expect(onAsk).toHaveBeenCalledExactlyOnceWith('Why?\nReally?');
});

test('a slash leads to the box from anywhere, and is not typed into it', async () => {
  await rendered(<Form onAsk={vi.fn()} />);
  await userEvent.keyboard('/');
  expect(screen.getByLabelText('Question')).toHaveFocus();
  expect(screen.getByLabelText('Question')).toHaveValue('');
});

test('nothing is asked twice at a time, and blanks are no question', async () => {
  const onAsk = vi.fn();
  await rendered(<Form onAsk={onAsk} asking />);
  await userEvent.type(screen.getByLabelText('Question'), 'Why?{Enter}');
  await userEvent.clear(screen.getByLabelText('Question'));
  await userEvent.type(screen.getByLabelText('Question'), '  {Enter}');
  expect(onAsk).not.toHaveBeenCalled();
});
