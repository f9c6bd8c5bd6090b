import { Page } from '@/components/Page';

export default function ReviewPage() {
  return <Page title="ReviewPage">{null}</Page>;
}
