import { Page } from '@/components/Page';

export default function ConversationPage() {
  return <Page title="ConversationPage">{null}</Page>;
}
