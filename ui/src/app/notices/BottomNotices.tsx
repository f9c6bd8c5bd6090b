import { Notifications } from '@mantine/notifications';

/** What is told in passing, as it comes and goes. */
export default function BottomNotices() {
  return <Notifications position="bottom-right" />;
}
