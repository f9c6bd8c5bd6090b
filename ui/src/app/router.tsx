import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { unreachable } from '@/api/problem';
import { meQuery } from '@/api/queries';
import { session } from '@/api/session';
import { BrokenPage } from '@/components/page/BrokenPage';
import { NotFoundPage } from '@/components/page/NotFoundPage';
import { PendingPage } from '@/components/page/PendingPage';
import { placeAfter } from '@/features/account/doorway/next';
import { withWords } from '@/i18n';
import { Shell } from './Shell';

/** What an address carries besides its path, all of it optional; anything else in it is dropped. */
const carrying =
  <Search,>(read: (search: Record<string, unknown>) => Search) =>
  (search: Record<string, unknown>): Partial<Search> =>
    read(search);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const whole = (value: unknown): number | undefined => {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
};

/** The token of whoever is signed in. Throws `ApiError` where the server is away, which is no reason to sign in. */
const whoever = () =>
  session.accessToken().catch(() => {
    throw unreachable();
  });

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  notFoundComponent: NotFoundPage,
  errorComponent: BrokenPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: carrying<{ next: string | undefined }>((search) => ({ next: text(search.next) })),
  beforeLoad: async ({ search }) => {
    // Who comes here first of all may be signed in; who signed out is not asked for his cookie again.
    if (session.standing === 'unknown' && (await whoever())) throw redirect({ href: placeAfter(search.next) });
  },
  component: lazyRouteComponent(() => import('@/features/account/SignInPage')),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: carrying((search) => ({ token: text(search.token) })),
  component: lazyRouteComponent(() => import('@/features/account/SetupPage')),
});

/** Everything behind the sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    if (!(await whoever())) throw redirect({ to: '/sign-in', search: { next: location.href } });
    return { me: await context.queries.ensureQueryData(meQuery) };
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/ask' });
  },
});

const ask = createRoute({
  getParentRoute: () => inside,
  path: '/ask',
  validateSearch: carrying((search) => ({
    equipment: text(search.equipment),
    question: text(search.question),
    document: text(search.document),
  })),
  component: lazyRouteComponent(() => import('@/features/ask/AskPage')),
});

/** A deep link to a conversation, to one answer in it, and to one citation of that answer. */
const conversation = createRoute({
  getParentRoute: () => inside,
  path: '/conversations/$conversationId',
  validateSearch: carrying((search) => ({ exchange: text(search.exchange), citation: whole(search.citation) })),
  component: lazyRouteComponent(() => import('@/features/ask/ConversationPage')),
});

/** A deep link to one answer alone: for its owner, and for experts who review it. */
const answer = createRoute({
  getParentRoute: () => inside,
  path: '/answers/$exchangeId',
  validateSearch: carrying((search) => ({ citation: whole(search.citation) })),
  component: lazyRouteComponent(() => import('@/features/ask/AnswerPage')),
});

const history = createRoute({
  getParentRoute: () => inside,
  path: '/history',
  validateSearch: carrying((search) => ({ q: text(search.q) })),
  component: lazyRouteComponent(() => import('@/features/history/HistoryPage')),
});

const documents = createRoute({
  getParentRoute: () => inside,
  path: '/documents',
  validateSearch: carrying((search) => ({
    q: text(search.q),
    manufacturer: text(search.manufacturer),
    equipment: text(search.equipment),
    kind: text(search.kind),
    language: text(search.language),
    status: text(search.status),
    collection: text(search.collection),
    standing: text(search.standing),
    sort: text(search.sort),
    page: whole(search.page),
  })),
  component: lazyRouteComponent(() => withWords('desk', import('@/features/documents/DocumentsPage'))),
});

const uploads = createRoute({
  getParentRoute: () => inside,
  path: '/documents/uploads',
  component: lazyRouteComponent(() => withWords('desk', import('@/features/documents/UploadsPage'))),
});

const document = createRoute({
  getParentRoute: () => inside,
  path: '/documents/$documentId',
  component: lazyRouteComponent(() => withWords('desk', import('@/features/documents/DocumentPage'))),
});

/** A deep link to a page, with the words of an answer's citation marked on it, or of a search. */
const reader = createRoute({
  getParentRoute: () => inside,
  path: '/documents/$documentId/read',
  validateSearch: carrying((search) => ({
    page: whole(search.page),
    exchange: text(search.exchange),
    citation: whole(search.citation),
    find: text(search.find),
  })),
  component: lazyRouteComponent(() => import('@/features/reader/ReaderPage')),
});

const changes = createRoute({
  getParentRoute: () => inside,
  path: '/documents/$documentId/changes',
  validateSearch: carrying((search) => ({ since: text(search.since) })),
  component: lazyRouteComponent(() => withWords('desk', import('@/features/documents/ChangesPage'))),
});

const review = createRoute({
  getParentRoute: () => inside,
  path: '/review',
  validateSearch: carrying((search) => ({ state: text(search.state), exchange: text(search.exchange) })),
  component: lazyRouteComponent(() => withWords('desk', import('@/features/review/ReviewPage'))),
});

/** A release held against another, both by their versions. */
const releases = createRoute({
  getParentRoute: () => inside,
  path: '/releases',
  validateSearch: carrying((search) => ({ release: whole(search.release), against: whole(search.against) })),
  component: lazyRouteComponent(() => withWords('desk', import('@/features/releases/ReleasesPage'))),
});

const trial = createRoute({
  getParentRoute: () => inside,
  path: '/releases/trial',
  component: lazyRouteComponent(() => withWords('desk', import('@/features/releases/TrialPage'))),
});

const drift = createRoute({
  getParentRoute: () => inside,
  path: '/releases/drift',
  component: lazyRouteComponent(() => withWords('desk', import('@/features/releases/DriftPage'))),
});

const models = createRoute({
  getParentRoute: () => inside,
  path: '/releases/models',
  component: lazyRouteComponent(() => withWords('desk', import('@/features/releases/ModelsPage'))),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/AccountPage')),
});

const administration = createRoute({
  getParentRoute: () => inside,
  path: '/admin',
  beforeLoad: () => {
    throw redirect({ to: '/admin/$section', params: { section: 'users' } });
  },
});

const admin = createRoute({
  getParentRoute: () => inside,
  path: '/admin/$section',
  component: lazyRouteComponent(() => withWords('desk', import('@/features/admin/AdminPage'))),
});

/** Whatever else is asked for: said within the shell, whose navigation leads on. */
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundPage });

export const routeTree = root.addChildren([
  signIn,
  setup,
  inside.addChildren([
    ...[home, ask, conversation, answer, history],
    ...[documents, uploads, document, reader, changes],
    ...[review, releases, trial, drift, models, account, administration, admin, nowhere],
  ]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: BrokenPage,
    defaultPendingComponent: PendingPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
