import { Page } from '@/components/Page';

export default function SetupPage() {
  return <Page title="SetupPage">{null}</Page>;
}
