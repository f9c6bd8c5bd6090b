import { Page } from '@/components/Page';

export default function ReaderPage() {
  return <Page title="ReaderPage">{null}</Page>;
}
