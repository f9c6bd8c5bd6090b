import { Page } from '@/components/Page';

export default function DocumentPage() {
  return <Page title="DocumentPage">{null}</Page>;
}
