import { Page } from '@/components/Page';

export default function UploadsPage() {
  return <Page title="UploadsPage">{null}</Page>;
}
