import { createTheme, type MantineColorsTuple } from '@mantine/core';
import i18next from 'i18next';

/** The deep green of a laboratory bench top: text on shades 7 and darker, and these on white, pass AA contrast. */
const bench: MantineColorsTuple = [
  '#e6f7f5',
  '#d3ebe8',
  '#a7d6d1',
  '#78c0b9',
  '#52aea5',
  '#3aa399',
  '#1f8f86',
  '#0f7a73',
  '#0b6b6b',
  '#045552',
];

export const theme = createTheme({
  colors: { bench },
  primaryColor: 'bench',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  autoContrast: true,
  luminanceThreshold: 0.35,
  respectReducedMotion: true,
  headings: { fontWeight: '650' },
  components: {
    // On a phone they are pushed along instead of standing in two lines.
    Tabs: { styles: { list: { flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }, tab: { flexShrink: 0 } } },
    Notification: {
      defaultProps: {
        closeButtonProps: {
          get 'aria-label'() {
            return i18next.t('close', { ns: 'common' }); // when it is drawn: the language may have changed
          },
        },
      },
    },
  },
});
