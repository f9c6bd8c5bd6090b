import { Page } from '@/components/Page';

export default function HistoryPage() {
  return <Page title="HistoryPage">{null}</Page>;
}
