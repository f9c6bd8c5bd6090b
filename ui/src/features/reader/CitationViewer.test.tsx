import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { unreachable } from '@/api/problem';
import { rendered } from '@/testing/rendered';
import CitationViewer from './CitationViewer';
import type { PdfState } from './file/usePdf';
import type { PagesProps } from './pdf/PdfView';

const pdf = vi.hoisted(() => ({ state: { kind: 'loading' } as unknown, retry: vi.fn(), unfit: false }));

// jsdom draws nothing: these tests are about what stands around the pages
vi.mock('./file/usePdf', () => ({ usePdf: () => ({ state: pdf.state, retry: pdf.retry }) }));
vi.mock('./pdf/PdfView', async () => {
  const { useEffect } = await import('react');
  function PdfView({ goal, marks, onUnfit }: PagesProps) {
    useEffect(() => {
      if (pdf.unfit) onUnfit?.();
    }, [onUnfit]);
    return (
      <p>
        pdf {goal.page}, marks {marks?.rectangles.length ?? 0}
      </p>
    );
  }
  return { PdfView };
});
vi.mock('./pictures/PictureView', () => ({ PictureView: ({ goal }: PagesProps) => <p>pictures {goal.page}</p> }));

const citation: Schemas['CitationOut'] = {
  number: 2,
  document_id: 'b9f3c1d2',
  revision: '9f86d081884c7d65',
  title: 'Cyclane R416 <b>manual</b>',
  page: 16,
  label: '7-1',
  quote: 'Replace the lamp after 2000 hours.',
  rectangles: [{ page: 16, boxes: [{ x0: 60, y0: 366, x1: 84, y1: 376 }] }],
};
const told = { onClose: vi.fn(), onMove: vi.fn() };
const open = (revision = citation.revision, copied = false): PdfState => ({
  kind: 'open',
  pdf: null as never,
  copied,
  revision,
});

beforeEach(() => {
  Object.assign(pdf, { state: open(), unfit: false });
  vi.clearAllMocks();
});

const shown = (over: Partial<Schemas['CitationOut']> = {}, index = 1) =>
  rendered(<CitationViewer citation={{ ...citation, ...over }} position={{ index, count: 3 }} {...told} />);

test('says where the quote stands, in words and on the page', async () => {
  await shown();
  expect(screen.getByRole('heading', { name: citation.title })).toBeInTheDocument();
  expect(screen.getByText('p. 16 (printed: 7-1)')).toBeInTheDocument();
  expect(screen.getByText('revision 9f86d081')).toBeInTheDocument();
  expect(screen.getByText('pdf 16, marks 1')).toBeInTheDocument();
  expect(screen.getByText(`Quote on page 7-1: ${citation.quote}`)).toHaveAttribute('aria-live', 'polite');
  expect(screen.queryByText(/not certain/)).not.toBeInTheDocument();
});

test('leads to the citations beside it, to the reader, and out', async () => {
  await shown();
  await userEvent.click(screen.getByRole('button', { name: /Next citation/ }));
  await userEvent.click(screen.getByRole('button', { name: /Previous citation/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(told.onMove.mock.calls).toEqual([[1], [-1]]);
  expect(told.onClose).toHaveBeenCalledOnce();
  expect(screen.getByRole('link')).toHaveAttribute(
    'href',
    '/documents/b9f3c1d2/read?page=16&find=Replace+the+lamp+after+2000+hours.',
  );
});

test('the last citation has none after it', async () => {
  await shown({}, 2);
  expect(screen.getByRole('button', { name: /Next citation/ })).toBeDisabled();
});

test('a quote without a place is shown, and nothing is marked', async () => {
  await shown({ rectangles: [] });
  expect(screen.getByText(/not certain/)).toBeInTheDocument();
  expect(screen.getByText('pdf 16, marks 0')).toBeInTheDocument();
});

test('a place that is not on the page is said to be uncertain', async () => {
  pdf.unfit = true;
  await shown();
  await waitFor(() => expect(screen.getByText(/not certain/)).toBeInTheDocument());
});

test('on another file than the one that was quoted nothing is marked', async () => {
  pdf.state = open('00000000');
  await shown();
  expect(screen.getByText(/not the one that was quoted/)).toBeInTheDocument();
  expect(screen.getByText('pdf 16, marks 0')).toBeInTheDocument();
});

test('it is said where pages are a copy, and where they are pictures', async () => {
  pdf.state = open(citation.revision, true);
  const { unmount } = await shown();
  expect(screen.getByText(/This manual is no PDF/)).toBeInTheDocument();
  unmount();
  pdf.state = { kind: 'pictures', revision: citation.revision } satisfies PdfState;
  await shown();
  expect(screen.getByText('pictures 16')).toBeInTheDocument();
  expect(screen.getByText(/cannot be read in the browser/)).toBeInTheDocument();
});

test('a file that cannot be had is a sentence with a way to try again, in French too', async () => {
  await i18next.changeLanguage('fr');
  pdf.state = { kind: 'failed', error: unreachable() } satisfies PdfState;
  await shown();
  expect(screen.getByRole('alert')).toHaveTextContent('Le serveur ne répond pas');
  await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
  expect(pdf.retry).toHaveBeenCalledOnce();
});
