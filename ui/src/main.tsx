import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './main.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '@/api/problem';
import { Notices } from '@/app/notices/Notices';
import { printOnWhite } from '@/app/printing';
import { createAppRouter } from '@/app/router';
import { theme } from '@/app/theme';
import { beginAsPreferred } from '@/i18n';

/** What may succeed if it is asked again: the server was away or busy. */
const RETRIED = new Set([0, 502, 503, 504]);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && error instanceof ApiError && RETRIED.has(error.status),
      staleTime: 10_000,
      networkMode: 'always', // the server may be on this machine or in this building, without the internet
    },
    mutations: { networkMode: 'always' },
  },
});
const router = createAppRouter(queries);
printOnWhite(document.documentElement);
await beginAsPreferred();

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notices />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
