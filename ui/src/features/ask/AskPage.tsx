import { Page } from '@/components/Page';

export default function AskPage() {
  return <Page title="AskPage">{null}</Page>;
}
