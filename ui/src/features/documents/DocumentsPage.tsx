import { Page } from '@/components/Page';

export default function DocumentsPage() {
  return <Page title="DocumentsPage">{null}</Page>;
}
