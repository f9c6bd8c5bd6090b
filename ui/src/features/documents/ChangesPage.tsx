import { Page } from '@/components/Page';

export default function ChangesPage() {
  return <Page title="ChangesPage">{null}</Page>;
}
