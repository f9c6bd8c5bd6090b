import { Page } from '@/components/Page';

export default function AccountPage() {
  return <Page title="AccountPage">{null}</Page>;
}
