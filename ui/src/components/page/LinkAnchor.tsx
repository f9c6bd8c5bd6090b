import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

/** A link to a page of the app, whose path and search are checked against the routes. */
export const LinkAnchor = createLink(Anchor<'a'>);
