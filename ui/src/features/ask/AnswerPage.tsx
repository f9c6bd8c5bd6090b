import { Page } from '@/components/Page';

export default function AnswerPage() {
  return <Page title="AnswerPage">{null}</Page>;
}
